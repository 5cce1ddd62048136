"""Carrier, payment gateway and mailbox for demo and tests: separate processes that speak HTTP and SMTP."""
