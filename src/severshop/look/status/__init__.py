"""The order's page in words: public facts in, sentences out. Knows no tables and no clock."""
