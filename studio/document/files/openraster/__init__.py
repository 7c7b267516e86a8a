"""Project files: OpenRaster, which Krita, GIMP and MyPaint open, with what only we know besides.

Format: https://www.openraster.org/baseline/file-layout-spec.html
"""
