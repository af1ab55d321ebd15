"""Results to text, JSON lines, CSV, XLSX and HTML."""
