"""A viewer's data as a whole: what there is, in words; taking it along; and having it gone."""
