"""The documentation, and the tools that keep its examples, tables and pictures true."""
