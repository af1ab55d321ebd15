"""Where records come from: store folders and tables."""
