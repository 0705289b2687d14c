/*
 * The style of a page, and the hash by which its Content-Security-Policy
 * knows it: no other style has an effect.
 */
#ifndef TP_DOC_HTML_STYLE_H
#define TP_DOC_HTML_STYLE_H

extern const char tp_html_style[];

/* "sha256-…" over the bytes of tp_html_style; tests/tools/e2e-html.sh says what it must be. */
extern const char tp_html_style_hash[];

#endif
