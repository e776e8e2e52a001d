"""Desk: which verb decides, undoes and carries out which kind of case, for every door and job.

The one room that knows both the reviews and what is reviewed. Doors ask here and not in `reviews`:
here it is known whose document is whose, what stands against an approval, what a page shows.
"""
