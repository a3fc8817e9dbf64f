"""What the commands do; `stenogram.cli` reads the command line and calls them."""
