"""Settings by environment: `demo` (development and the demo) and `production`."""
