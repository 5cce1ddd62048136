"""What past orders teach about coming ones: when they arrive, and which are in danger of being late. Pure.

`history` reads what happened, `hazards` keeps what it adds up to, `forecast` turns that into dates, `backtest`
walks through a history day by day and `scores` says how good the dates were. The idea in words a merchant follows:
docs/explanation/learned-promises.md.
"""
