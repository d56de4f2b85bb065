#!/bin/sh
# Makes the certificates of the tests anew, valid for a hundred years. Needs openssl 3.
set -e
cd "$(dirname "$0")"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
rm -f ./*.pem ./*.key ./*.crt ./*.ocsp

cat >"$work/ca.cnf" <<END
[ca]
default_ca = here
[here]
database = $work/index.txt
serial = $work/serial
crlnumber = $work/crlnumber
new_certs_dir = $work
default_md = sha256
default_crl_days = 36500
policy = any
email_in_dn = no
copy_extensions = copy
unique_subject = no
[any]
commonName = supplied
[authority]
basicConstraints = critical,CA:true
keyUsage = critical,keyCertSign,cRLSign,digitalSignature
subjectKeyIdentifier = hash
[leaf]
basicConstraints = CA:false
keyUsage = critical,digitalSignature
authorityKeyIdentifier = keyid
[req]
distinguished_name = none
[none]
END
: >"$work/index.txt"
echo 1000 >"$work/serial"
echo 01 >"$work/crlnumber"
from=20200101000000Z
to=21200101000000Z

key() { # name, algorithm
  case $2 in
    ec) openssl ecparam -name prime256v1 -genkey -noout -out "$work/$1.sec1" ;;
    rsa) openssl genrsa -traditional -out "$work/$1.pkcs1" 2048 2>/dev/null ;;
    ed) openssl genpkey -algorithm ed25519 -out "$work/$1.p8" ;;
  esac
  [ -f "$work/$1.p8" ] || openssl pkcs8 -topk8 -nocrypt -in "$work/$1".[sp]* -out "$work/$1.p8"
}

sign() { # name, subject, alternative names, issuer, start, end, extensions
  openssl req -new -config "$work/ca.cnf" -key "$work/$1.p8" -subj "/CN=$2" \
    ${3:+-addext "subjectAltName=$3"} -out "$work/$1.csr"
  openssl ca -batch -notext -config "$work/ca.cnf" -extensions "${7:-leaf}" \
    -cert "$work/$4.crt" -keyfile "$work/$4.p8" -startdate "$5" -enddate "$6" \
    -in "$work/$1.csr" -out "$work/$1.crt" 2>/dev/null
}

for ca in root stranger-root; do
  key $ca ec
  openssl req -x509 -new -config "$work/ca.cnf" -extensions authority -key "$work/$ca.p8" \
    -subj "/CN=Turnout test $ca" -days 36500 -out "$work/$ca.crt"
done
key intermediate ec
sign intermediate "Turnout test intermediate" "" root $from $to authority

names="DNS:www.example.com,DNS:*.example.org,DNS:localhost,IP:127.0.0.1"
key server-ec ec;  sign server-ec www.example.com "$names" intermediate $from $to
key server-rsa rsa; sign server-rsa www.example.com "$names" intermediate $from $to
key other ec;      sign other other.example.com "DNS:other.example.com" intermediate $from $to
key expired ec;    sign expired www.example.com "$names" intermediate 20200101000000Z 20210101000000Z
key future ec;     sign future www.example.com "$names" intermediate 21190101000000Z 21200101000000Z
key client ec;     sign client client "" root $from $to
key client-rsa rsa; sign client-rsa client-rsa "" root $from $to
key revoked ec;    sign revoked revoked "" root $from $to
key stranger ec;   sign stranger www.example.com "$names" stranger-root $from $to
key ed ed;         sign ed www.example.com "$names" intermediate $from $to
openssl ca -config "$work/ca.cnf" -cert "$work/root.crt" -keyfile "$work/root.p8" \
  -revoke "$work/revoked.crt" 2>/dev/null
openssl ca -config "$work/ca.cnf" -cert "$work/root.crt" -keyfile "$work/root.p8" -gencrl \
  -out root-crl.pem 2>/dev/null


cp "$work/root.crt" ca.pem
cat "$work/server-ec.crt" "$work/intermediate.crt" "$work/server-ec.p8" >server-ec.pem
cat "$work/server-rsa.pkcs1" "$work/server-rsa.crt" "$work/intermediate.crt" >server-rsa.pem
cat "$work/other.crt" "$work/intermediate.crt" >other.pem
cp "$work/other.sec1" other.pem.key
cat "$work/server-ec.crt" "$work/intermediate.crt" >beside.crt
cp "$work/server-ec.p8" beside.key
for name in expired future; do
  cat "$work/$name.crt" "$work/intermediate.crt" "$work/$name.p8" >$name.pem
done
for name in client client-rsa revoked stranger; do
  cat "$work/$name.crt" "$work/$name.p8" >$name.pem
done
cat "$work/ed.crt" "$work/intermediate.crt" "$work/ed.p8" >ed25519.pem
cat "$work/server-ec.crt" "$work/intermediate.crt" >no-key.pem
cat "$work/server-ec.crt" "$work/intermediate.crt" "$work/other.p8" >wrong-key.pem
openssl pkcs8 -topk8 -passout pass:secret -in "$work/server-ec.p8" -out "$work/encrypted.p8"
cat "$work/server-ec.crt" "$work/encrypted.p8" >encrypted-key.pem
sed 's/^M/?/' server-ec.pem >damaged.pem
cp server-ec.pem stapled.pem
openssl ocsp -index "$work/index.txt" -CA "$work/intermediate.crt" -issuer "$work/intermediate.crt" \
  -rsigner "$work/intermediate.crt" -rkey "$work/intermediate.p8" -cert "$work/server-ec.crt" \
  -ndays 36500 -respout stapled.pem.ocsp
openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 36500 \
  -subj /CN=10.0.0.2 -addext "subjectAltName=IP:10.0.0.1,IP:2001:db8::10,DNS:*.0.0.3" \
  -keyout "$work/addresses.p8" -out "$work/addresses.crt" 2>/dev/null
cat "$work/addresses.crt" "$work/addresses.p8" >addresses.pem
# Its only name is an empty one.
openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 36500 \
  -subj /O=nobody -addext "subjectAltName=DER:30:02:82:00" \
  -keyout "$work/nameless.p8" -out "$work/nameless.crt" 2>/dev/null
cat "$work/nameless.crt" "$work/nameless.p8" >nameless.pem
chmod 644 ./*
chmod 755 make.sh
