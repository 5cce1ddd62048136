"""What people see: templates, CSS, drawn shoes, mail parts and the sentences. Knows no tables."""
