"""What both engines, queries and highlights agree on: words, their stems, where they stand."""
