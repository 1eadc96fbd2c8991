"""Numbers and words as people read them: Indonesian and English, and mistakes as they are told (in `catalogue`)."""
