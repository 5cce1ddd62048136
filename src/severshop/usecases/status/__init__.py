"""How the status of an order is told: its facts gathered, its public words' facts composed."""
