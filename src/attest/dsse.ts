/**
 * The bytes that a DSSE signature covers (https://github.com/secure-systems-lab/dsse/blob/master/protocol.md): type and payload,
 * each behind its length in bytes.
 */
export function preAuthEncoding(payloadType: string, payload: Uint8Array): Buffer {
  const head = `DSSEv1 ${Buffer.byteLength(payloadType)} ${payloadType} ${payload.length} `;
  return Buffer.concat([Buffer.from(head), payload]);
}
