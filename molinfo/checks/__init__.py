"""What is claimed against what is drawn: record in, result out."""
