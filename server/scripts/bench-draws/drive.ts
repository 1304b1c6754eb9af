import http from 'node:http';

/** What a request to draw came to. */
export interface Drawn {
  readonly status: number;
  readonly code?: string;
  readonly drawId?: string;
  readonly prizeId?: string;
}

/** Connections that stay open, as many as there are requests in flight. */
export const agentFor = (inFlight: number): http.Agent =>
  new http.Agent({ keepAlive: true, maxSockets: inFlight });

/** One request to draw, over the real door. Rejects when the connection breaks. */
export function requestDraw(
  url: string,
  agent: http.Agent,
  { boxId, token, requestKey }: { boxId: string; token: string; requestKey: string },
): Promise<Drawn> {
  const body = JSON.stringify({ requestKey });
  return new Promise((resolve, reject) => {
    const request = http.request(
      `${url}/api/member/boxes/${boxId}/draw`,
      {
        method: 'POST',
        agent,
        headers: {
          'content-type': 'application/json',
          'content-length': Buffer.byteLength(body),
          authorization: `Bearer ${token}`,
        },
      },
      (response) => {
        const chunks: Buffer[] = [];
        response.on('data', (chunk: Buffer) => chunks.push(chunk));
        response.on('error', reject);
        response.on('aborted', () => reject(new Error('connection broke')));
        response.on('end', () => {
          const answer = JSON.parse(Buffer.concat(chunks).toString('utf8')) as {
            draw?: { drawId: string; prize: { id: string } };
            error?: { code: string };
          };
          resolve({
            status: response.statusCode!,
            ...(answer.error ? { code: answer.error.code } : {}),
            ...(answer.draw ? { drawId: answer.draw.drawId, prizeId: answer.draw.prize.id } : {}),
          });
        });
      },
    );
    request.on('error', reject);
    request.end(body);
  });
}
