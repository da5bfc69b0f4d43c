// Made for these tests and used nowhere else:
//   openssl req -x509 -new -newkey ec -pkeyopt ec_paramgen_curve:P-256 -noenc -subj /CN=… -days …

/** When all of them are valid, but for the one that has ended. */
export const WHILE_VALID = Date.parse('2026-12-03T00:00:00Z');

/** Of `bot.example.com`, for a hundred years. */
export const CERTIFICATE = `-----BEGIN CERTIFICATE-----
MIIBizCCATGgAwIBAgIUUZ/2BXTwHC34Vjb96Bd1VXegRVEwCgYIKoZIzj0EAwIw
GjEYMBYGA1UEAwwPYm90LmV4YW1wbGUuY29tMCAXDTI2MTEyNjE3Mzk0M1oYDzIx
MjYxMTAyMTczOTQzWjAaMRgwFgYDVQQDDA9ib3QuZXhhbXBsZS5jb20wWTATBgcq
hkjOPQIBBggqhkjOPQMBBwNCAAR5UMWRBL2pDCS807M7M76J+gK3VYlQhD4F8bD0
30lgvmC9HKGuGTfHvM7MM0T3NibNyp+dEVUIofajX4R+i4lyo1MwUTAdBgNVHQ4E
FgQUlripGq0L7xhkGgn5J+cntMjwZ/gwHwYDVR0jBBgwFoAUlripGq0L7xhkGgn5
J+cntMjwZ/gwDwYDVR0TAQH/BAUwAwEB/zAKBggqhkjOPQQDAgNIADBFAiEAkgjb
RRdkj6LT9yN+unjqGpSYHHUKHB3vTbG8H9+6vtYCIHNycgU7A6fCre6koeEpK26/
9vN7vlrua1M/fu8iT2Fl
-----END CERTIFICATE-----
`;

/** Its key. */
export const KEY = `-----BEGIN PRIVATE KEY-----
MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQghIn9WuVoAQrcfDe1
FLegaMikYZWQpc+iD40E7L8HALWhRANCAAR5UMWRBL2pDCS807M7M76J+gK3VYlQ
hD4F8bD030lgvmC9HKGuGTfHvM7MM0T3NibNyp+dEVUIofajX4R+i4ly
-----END PRIVATE KEY-----
`;

/** Of `old.example.com`, which held for a day. */
export const ENDED_CERTIFICATE = `-----BEGIN CERTIFICATE-----
MIIBiDCCAS+gAwIBAgIUfA1UdV8sVFnt7y6Z3Un+5cbudWowCgYIKoZIzj0EAwIw
GjEYMBYGA1UEAwwPb2xkLmV4YW1wbGUuY29tMB4XDTI2MTEyNjE3Mzk0M1oXDTI2
MTEyNzE3Mzk0M1owGjEYMBYGA1UEAwwPb2xkLmV4YW1wbGUuY29tMFkwEwYHKoZI
zj0CAQYIKoZIzj0DAQcDQgAERugyaCkJEhJbSUbA61C0snfoJ7NjQ73horZ5oQAM
wmD6fwVNEbimtBhNooyMDoB6Lg7vpO8NYPn9sAVRoFz4WqNTMFEwHQYDVR0OBBYE
FC6qdYSyGxajNtSsG4curx3kGFTuMB8GA1UdIwQYMBaAFC6qdYSyGxajNtSsG4cu
rx3kGFTuMA8GA1UdEwEB/wQFMAMBAf8wCgYIKoZIzj0EAwIDRwAwRAIgEldwYbgd
gyKjGOhS6UkwsyZ37+siAAzRHxj5YAnH+F4CIHDwwduJ99jUH+PMQhFoLqw6DJFn
mY/uL70VGIw1Jj3F
-----END CERTIFICATE-----
`;

/** The key of that one. */
export const OTHER_KEY = `-----BEGIN PRIVATE KEY-----
MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgx4wCQOrHvT5/qDF1
+YsH1WEU0Eudl9YrU4VQXl/coruhRANCAARG6DJoKQkSEltJRsDrULSyd+gns2ND
veGitnmhAAzCYPp/BU0RuKa0GE2ijIwOgHouDu+k7w1g+f2wBVGgXPha
-----END PRIVATE KEY-----
`;

/** The first key, with a passphrase. */
export const LOCKED_KEY = `-----BEGIN ENCRYPTED PRIVATE KEY-----
MIHsMFcGCSqGSIb3DQEFDTBKMCkGCSqGSIb3DQEFDDAcBAjBqk81uKcvsQICCAAw
DAYIKoZIhvcNAgkFADAdBglghkgBZQMEASoEEF4kDk/NxrSyf2CXN+NDyY8EgZCs
yqcSOGN5FjMr5Kz0zi6dJezdpDoZDYaEoa8JDZfOra9iAyzp/iu6FGtYRFvT208d
oyjq8esj8OlI9PNwrQRSb+pR5oVZhHdCZr9CKzjp/IYHPr1i3ls5LO7L6aEnUpyi
r4cQ982DbHSlgIIWze0LtcOtTO6w6qXR37hA5v2+rlRt6ZxZtbT4o4oVYNtLtl8=
-----END ENCRYPTED PRIVATE KEY-----
`;

/** The first key in the form that only elliptic curves have. */
export const OLD_FORM_KEY = `-----BEGIN EC PRIVATE KEY-----
MHcCAQEEIISJ/VrlaAEK3Hw3tRS3oGjIpGGVkKXPog+NBOy/BwC1oAoGCCqGSM49
AwEHoUQDQgAEeVDFkQS9qQwkvNOzOzO+ifoCt1WJUIQ+BfGw9N9JYL5gvRyhrhk3
x7zOzDNE9zYmzcqfnRFVCKH2o1+EfouJcg==
-----END EC PRIVATE KEY-----
`;
