"""The pages that show what is recommended, or what fares well with everyone."""
