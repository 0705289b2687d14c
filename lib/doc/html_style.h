/*
 * The style of a page, and the hash by which its Content-Security-Policy
 * knows it: no other style has an effect.
 */
#ifndef TP_DOC_HTML_STYLE_H
#define TP_DOC_HTML_STYLE_H

/* In parts, ended by NULL. */
extern const char *const tp_html_style[];

/* "sha256-…" over the bytes of tp_svg_style and all parts; tests/tools/e2e-html.sh says what it must be. */
extern const char tp_html_style_hash[];

#endif
