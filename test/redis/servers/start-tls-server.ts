import { freePort } from '../../../src/sandbox/free-port.ts';
import { type Certificates, makeCertificates } from './make-certificates.ts';
import { type RunningServer, type ServerOptions, startServer } from './start-server.ts';

export interface TlsServer extends RunningServer {
  readonly certificates: Certificates;
}

export interface TlsServerOptions extends Omit<ServerOptions, 'isSentinel' | 'prepare'> {
  /** Whether clients must show a certificate. Default: no. */
  readonly asksForCertificates?: boolean;
}

/** Starts a redis-server that is reached by TLS only, with certificates of an authority that nobody knows. */
export async function startTlsServer({
  asksForCertificates = false,
  ...options
}: TlsServerOptions = {}): Promise<TlsServer> {
  const port = options.port ?? (await freePort());
  let certificates: Certificates | undefined;
  const server = await startServer({
    ...options,
    port,
    prepare: async (folder) => {
      certificates = await makeCertificates(folder);
      return [
        ...['port 0', `tls-port ${port}`, `tls-auth-clients ${asksForCertificates ? 'yes' : 'no'}`],
        `tls-ca-cert-file ${certificates.authority}`,
        `tls-cert-file ${certificates.server}`,
        `tls-key-file ${certificates.serverKey}`,
      ];
    },
  });
  if (!certificates) throw new Error('a server started without its certificates');
  return { ...server, url: `rediss://127.0.0.1:${port}`, certificates };
}
