"""What the generator knows of Python, the language: from representation and names to exactly what a template prints."""
