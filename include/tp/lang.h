/*
 * The languages of what people read. The stream itself has none.
 */
#ifndef TP_LANG_H
#define TP_LANG_H

enum tp_lang { TP_DA, TP_EN, TP_LANGS };

#endif
