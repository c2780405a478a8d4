// Debian's libqrencode (libqrencode-dev): the picture of a one-time-password secret.
#include <qrencode.h>
