"""Shoes and accessories, their colours and sizes."""
