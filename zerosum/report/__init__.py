"""Result -> report.html: one file, no script, no request. `render.render` is the only door."""
