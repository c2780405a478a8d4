import AsyncHTTPClient
import CQREncode
import Crypto
import CryptoExtras
import JWTKit
import NIOCore
import NIOPosix
import NIOSSL
