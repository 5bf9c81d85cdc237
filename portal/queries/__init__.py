"""Reading: entities for forms, small typed rows for screens. Nothing here writes or decides."""
