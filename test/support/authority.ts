import { generateKeyPairSync, type KeyObject, sign } from 'node:crypto'
import type { TestCertificate } from './tls.ts'

/**
 * A certificate authority for one test run: it signs for any host, so that a proxy on loopback can answer for real
 * addresses. Whoever shall believe it is given its certificate (NODE_EXTRA_CA_CERTS).
 */
export interface TestAuthority {
  /** PEM. */
  readonly certificate: string
  issue(hosts: readonly string[]): TestCertificate
}

export function createAuthority(): TestAuthority {
  const own = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  const name = nameOf('Statuswire test run')
  const basics = extension(oid.basicConstraints, sequence(tlv(tag.boolean, Buffer.of(0xff))))
  const usage = extension(oid.keyUsage, tlv(tag.bitString, Buffer.of(1, 0b0000_0110)))
  return {
    certificate: certificateOf({ serial: 1, name, issuer: name, publicKey: own.publicKey, extensions: [basics, usage] }, own.privateKey),
    issue(hosts) {
      const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
      const names = sequence(...hosts.map((host) => tlv(tag.dnsName, Buffer.from(host))))
      const extensions = [extension(oid.subjectAltName, names)]
      return {
        key: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
        cert: certificateOf({ serial: 2, name: nameOf('Statuswire replay'), issuer: name, publicKey, extensions }, own.privateKey),
      }
    },
  }
}

interface Subject {
  readonly serial: number
  readonly name: Buffer
  readonly issuer: Buffer
  readonly publicKey: KeyObject
  readonly extensions: readonly Buffer[]
}

/** X.509 version 3 (RFC 5280) in DER, from 2020 to 2049. */
function certificateOf({ serial, name, issuer, publicKey, extensions }: Subject, signer: KeyObject): string {
  const algorithm = sequence(tlv(tag.objectId, oid.ecdsaWithSha256))
  const validity = sequence(tlv(tag.utcTime, Buffer.from('200101000000Z')), tlv(tag.utcTime, Buffer.from('491231235959Z')))
  const body = sequence(
    tlv(tag.version, tlv(tag.integer, Buffer.of(2))),
    tlv(tag.integer, Buffer.of(serial)),
    algorithm,
    issuer,
    validity,
    name,
    publicKey.export({ type: 'spki', format: 'der' }),
    tlv(tag.extensions, sequence(...extensions)),
  )
  const signature = tlv(tag.bitString, Buffer.concat([Buffer.of(0), sign('sha256', body, signer)]))
  const lines =
    sequence(body, algorithm, signature)
      .toString('base64')
      .match(/.{1,64}/gu) ?? []
  return ['-----BEGIN CERTIFICATE-----', ...lines, '-----END CERTIFICATE-----', ''].join('\n')
}

const tag = {
  boolean: 0x01,
  integer: 0x02,
  bitString: 0x03,
  octetString: 0x04,
  objectId: 0x06,
  utf8String: 0x0c,
  utcTime: 0x17,
  sequence: 0x30,
  set: 0x31,
  dnsName: 0x82,
  version: 0xa0,
  extensions: 0xa3,
} as const

const oid = {
  ecdsaWithSha256: Buffer.from('2a8648ce3d040302', 'hex'),
  commonName: Buffer.from('550403', 'hex'),
  keyUsage: Buffer.from('551d0f', 'hex'),
  subjectAltName: Buffer.from('551d11', 'hex'),
  basicConstraints: Buffer.from('551d13', 'hex'),
} as const

function tlv(kind: number, content: Buffer): Buffer {
  const { length } = content
  const head = length < 0x80 ? [length] : length < 0x100 ? [0x81, length] : [0x82, length >> 8, length & 0xff]
  return Buffer.concat([Buffer.of(kind, ...head), content])
}

function sequence(...parts: readonly Buffer[]): Buffer {
  return tlv(tag.sequence, Buffer.concat(parts))
}

function nameOf(common: string): Buffer {
  const attribute = sequence(tlv(tag.objectId, oid.commonName), tlv(tag.utf8String, Buffer.from(common)))
  return sequence(tlv(tag.set, attribute))
}

function extension(id: Buffer, value: Buffer): Buffer {
  return sequence(tlv(tag.objectId, id), tlv(tag.octetString, value))
}
