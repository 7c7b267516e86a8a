"""One painter a kind. Each draws in a box of height 1 and width `KINDS[kind].aspect`, y downwards.

A painter gives the thing its own colours, as under white light; `pen.bare` draws details without
an outline, `pen.lit` what shines by itself. `colour` is black for kinds that have their own.
"""
