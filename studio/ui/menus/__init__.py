"""The menus, a file each: what its actions do, and the table of them."""
