"""The doors of Amends: pages and the command line. Rules live in `engine`."""
