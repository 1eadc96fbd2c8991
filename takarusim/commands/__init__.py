"""The commands, one a file: each reads its input, asks the library, and shows what it answers."""
