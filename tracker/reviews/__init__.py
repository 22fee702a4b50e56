"""The superior committee's work on submitted sheets: adjust, return, recognise."""
