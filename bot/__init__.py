"""The process: settings, wiring, the serving loop, the command line. Imports every room, imported by none."""
