// Debian's libgmime (libgmime-3.0-dev): reads MIME messages. The functions below are what Swift cannot say itself, because
// GMime's type checks and casts are macros. Objects travel as `void *`; who gets a new one is said at each function.
#ifndef COVALENCE_GMIME_SHIM_H
#define COVALENCE_GMIME_SHIM_H

#include <errno.h>
#include <gmime/gmime.h>
#include <stdint.h>
#include <string.h>

/// What the parser calls for everything it finds broken: place, code, value, the pointer given with it.
typedef void (*covalence_mail_warning)(int64_t offset, int code, const char *item, void *user);

typedef struct {
    covalence_mail_warning call;
    void *user;
} covalence_mail_listener;

static inline void covalence_mail_forward(gint64 offset, GMimeParserWarning code, const gchar *item, gpointer user) {
    covalence_mail_listener *listener = (covalence_mail_listener *)user;
    listener->call(offset, (int)code, item, listener->user);
}

/// New parser options, lenient, that report to `listener`, which must outlive them; g_mime_parser_options_free frees them.
static inline GMimeParserOptions *covalence_mail_options(covalence_mail_listener *listener) {
    static const char *charsets[] = {"utf-8", "windows-1252", NULL};
    GMimeParserOptions *options = g_mime_parser_options_new();
    g_mime_parser_options_set_fallback_charsets(options, charsets);
    g_mime_parser_options_set_warning_callback(options, covalence_mail_forward, listener);
    return options;
}

/// A new message over `bytes`, which are not copied and must outlive it; NULL where the parser finds none.
static inline void *covalence_mail_parse(uint8_t *bytes, uint32_t count, GMimeParserOptions *options, void **stream, GByteArray **array) {
    *array = g_byte_array_new_take(bytes, count);
    *stream = g_mime_stream_mem_new_with_byte_array(*array);
    g_mime_stream_mem_set_owner(GMIME_STREAM_MEM(*stream), FALSE);
    GMimeParser *parser = g_mime_parser_new_with_stream(GMIME_STREAM(*stream));
    g_mime_parser_set_format(parser, GMIME_FORMAT_MESSAGE);
    g_mime_parser_set_persist_stream(parser, TRUE);
    g_mime_parser_set_respect_content_length(parser, FALSE);
    GMimeMessage *message = g_mime_parser_construct_message(parser, options);
    g_object_unref(parser);
    return message;
}

/// Lets go of what covalence_mail_parse made; the bytes stay their owner's.
static inline void covalence_mail_free(void *message, void *stream, GByteArray *array) {
    if (message) g_object_unref(message);
    if (stream) g_object_unref(stream);
    if (array) g_byte_array_free(array, FALSE);
}

static inline int covalence_mail_header_count(void *object) {
    return g_mime_header_list_get_count(g_mime_object_get_header_list(GMIME_OBJECT(object)));
}

/// Name and value of a header field as the message has them; both belong to the message.
static inline void covalence_mail_header(void *object, int index, const char **name, const char **raw) {
    GMimeHeader *header = g_mime_header_list_get_header_at(g_mime_object_get_header_list(GMIME_OBJECT(object)), index);
    *name = header ? g_mime_header_get_name(header) : NULL;
    *raw = header ? g_mime_header_get_raw_value(header) : NULL;
}

static inline const char *covalence_mail_subject(void *message) { return g_mime_message_get_subject(GMIME_MESSAGE(message)); }

/// Seconds since 1970 of the Date field; 0 as the result where there is none or it is not a date.
static inline int covalence_mail_date(void *message, int64_t *seconds) {
    GDateTime *date = g_mime_message_get_date(GMIME_MESSAGE(message));
    if (!date) return 0;
    *seconds = g_date_time_to_unix(date);
    return 1;
}

/// The addresses of a field; they belong to the message.
static inline void *covalence_mail_addresses(void *message, GMimeAddressType type) {
    return g_mime_message_get_addresses(GMIME_MESSAGE(message), type);
}

static inline int covalence_mail_address_count(void *list) { return list ? internet_address_list_length((InternetAddressList *)list) : 0; }

/// One address: its name and address, or the members of a group. All belong to the message.
static inline void covalence_mail_address(void *list, int index, const char **name, const char **address, void **members) {
    InternetAddress *item = internet_address_list_get_address((InternetAddressList *)list, index);
    *name = item ? internet_address_get_name(item) : NULL;
    *address = NULL;
    *members = NULL;
    if (INTERNET_ADDRESS_IS_GROUP(item)) *members = internet_address_group_get_members(INTERNET_ADDRESS_GROUP(item));
    else if (INTERNET_ADDRESS_IS_MAILBOX(item)) *address = internet_address_mailbox_get_addr(INTERNET_ADDRESS_MAILBOX(item));
}

/// The outermost part, or NULL; it belongs to the message.
static inline void *covalence_mail_root(void *message) { return g_mime_message_get_mime_part(GMIME_MESSAGE(message)); }

/// 1 a part with content, 2 a multipart, 3 a message within the message, 0 anything else.
static inline int covalence_mail_kind(void *object) {
    if (GMIME_IS_MULTIPART(object)) return 2;
    if (GMIME_IS_MESSAGE_PART(object)) return 3;
    return GMIME_IS_PART(object) ? 1 : 0;
}

static inline int covalence_mail_child_count(void *multipart) { return g_mime_multipart_get_count(GMIME_MULTIPART(multipart)); }
static inline void *covalence_mail_child(void *multipart, int index) { return g_mime_multipart_get_part(GMIME_MULTIPART(multipart), index); }

/// Type, subtype and a parameter of the content type; they belong to the object.
static inline const char *covalence_mail_type(void *object) {
    GMimeContentType *type = g_mime_object_get_content_type(GMIME_OBJECT(object));
    return type ? g_mime_content_type_get_media_type(type) : NULL;
}
static inline const char *covalence_mail_subtype(void *object) {
    GMimeContentType *type = g_mime_object_get_content_type(GMIME_OBJECT(object));
    return type ? g_mime_content_type_get_media_subtype(type) : NULL;
}
static inline const char *covalence_mail_parameter(void *object, const char *name) {
    return g_mime_object_get_content_type_parameter(GMIME_OBJECT(object), name);
}
static inline const char *covalence_mail_disposition(void *object) { return g_mime_object_get_disposition(GMIME_OBJECT(object)); }

/// The file name of a part with content, or the one in the content type; NULL where it has none.
static inline const char *covalence_mail_file_name(void *object) {
    if (GMIME_IS_PART(object)) return g_mime_part_get_filename(GMIME_PART(object));
    const char *name = g_mime_object_get_content_disposition_parameter(GMIME_OBJECT(object), "filename");
    return name ? name : g_mime_object_get_content_type_parameter(GMIME_OBJECT(object), "name");
}

/// The content of a part with its transfer encoding taken away: up to `limit` bytes are added to `into` (NULL: only counted).
/// The result is how many there are, counting on to the end where `into` is NULL.
static inline size_t covalence_mail_content(void *part, size_t limit, GByteArray *into) {
    GMimeDataWrapper *content = g_mime_part_get_content(GMIME_PART(part));
    if (!content) return 0;
    GMimeStream *raw = g_mime_data_wrapper_get_stream(content);
    if (!raw) return 0;
    g_mime_stream_reset(raw);
    GMimeStream *filtered = g_mime_stream_filter_new(raw);
    GMimeFilter *filter = g_mime_filter_basic_new(g_mime_data_wrapper_get_encoding(content), FALSE);
    g_mime_stream_filter_add(GMIME_STREAM_FILTER(filtered), filter);
    g_object_unref(filter);
    size_t total = 0;
    char block[16384];
    ssize_t count;
    while ((count = g_mime_stream_read(filtered, block, sizeof block)) > 0) {
        if (into) {
            size_t room = limit - total;
            if ((size_t)count > room) count = (ssize_t)room;
            g_byte_array_append(into, (const guint8 *)block, (guint)count);
        }
        total += (size_t)count;
        if (into && total >= limit) break;
    }
    g_object_unref(filtered);
    g_mime_stream_reset(raw);
    return total;
}

/// Whether the content is base64 that ends in the middle of a group of four, or holds bytes that are not base64.
static inline int covalence_mail_base64_is_broken(void *part) {
    GMimeDataWrapper *content = g_mime_part_get_content(GMIME_PART(part));
    if (!content || g_mime_data_wrapper_get_encoding(content) != GMIME_CONTENT_ENCODING_BASE64) return 0;
    GMimeStream *raw = g_mime_data_wrapper_get_stream(content);
    if (!raw) return 0;
    g_mime_stream_reset(raw);
    size_t digits = 0, padding = 0, strange = 0;
    char block[16384];
    ssize_t count;
    while ((count = g_mime_stream_read(raw, block, sizeof block)) > 0) {
        for (ssize_t i = 0; i < count; i++) {
            char c = block[i];
            if ((c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '+' || c == '/') digits++;
            else if (c == '=') padding++;
            else if (c != '\n' && c != '\r' && c != ' ' && c != '\t') strange++;
        }
    }
    g_mime_stream_reset(raw);
    return strange > 0 || (digits + padding) % 4 != 0 || padding > 2;
}

/// How many bytes the message within a message has.
static inline size_t covalence_mail_message_size(void *object) {
    GMimeMessage *message = g_mime_message_part_get_message(GMIME_MESSAGE_PART(object));
    if (!message) return 0;
    GMimeStream *nothing = g_mime_stream_null_new();
    ssize_t count = g_mime_object_write_to_stream(GMIME_OBJECT(message), NULL, nothing);
    g_object_unref(nothing);
    return count > 0 ? (size_t)count : 0;
}

/// Bytes of a character set as UTF-8 in a new array, bad ones as U+FFFD and counted; NULL where the set is not known.
static inline GByteArray *covalence_mail_utf8(const char *charset, const uint8_t *bytes, size_t count, size_t *bad) {
    GIConv converter = g_iconv_open("UTF-8", g_mime_charset_iconv_name(charset));
    if (converter == (GIConv)-1) return NULL;
    GByteArray *result = g_byte_array_new();
    char block[8192];
    char *in = (char *)bytes;
    gsize left = count;
    *bad = 0;
    while (left > 0) {
        char *out = block;
        gsize room = sizeof block;
        gsize status = g_iconv(converter, &in, &left, &out, &room);
        int why = errno;
        g_byte_array_append(result, (const guint8 *)block, (guint)(sizeof block - room));
        if (status != (gsize)-1) break;
        // A full block is emptied and gone on with; anything else that stops the converter is a bad byte.
        if (why == E2BIG) continue;
        g_byte_array_append(result, (const guint8 *)"\xEF\xBF\xBD", 3);
        in++;
        left--;
        (*bad)++;
    }
    g_iconv_close(converter);
    return result;
}

#endif
