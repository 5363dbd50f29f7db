"""What authors write in Markdown, as HTML: raw HTML in it is shown as text, and headings stand below the page's own."""
