import type { APIGatewayProxyEventV2 } from 'aws-lambda'
import { describe, expect, test, vi } from 'vitest'
import { toLambda } from '../src/lambda.ts'

const OLD = 'o'.repeat(32)
const NEW = 'n'.repeat(32)

const echo = vi.fn(async (request: Request) =>
  Response.json({
    url: request.url,
    method: request.method,
    headers: Object.fromEntries(request.headers),
    body: await request.text(),
  }),
)
const handler = toLambda(echo, { originSecret: [OLD, NEW] })

const event = (changes: Partial<APIGatewayProxyEventV2> = {}): APIGatewayProxyEventV2 => ({
  version: '2.0',
  routeKey: 'POST /graphql',
  rawPath: '/graphql',
  rawQueryString: '',
  headers: { 'x-origin-secret': NEW, 'x-tenant': 'acme' },
  requestContext: {
    accountId: '1',
    apiId: '1',
    domainName: 'api.example.com',
    domainPrefix: 'api',
    http: { method: 'POST', path: '/graphql', protocol: 'HTTP/1.1', sourceIp: '', userAgent: '' },
    requestId: 'request-1',
    routeKey: 'POST /graphql',
    stage: '$default',
    time: '',
    timeEpoch: 0,
  },
  body: '{"query":"{ä}"}',
  isBase64Encoded: false,
  ...changes,
})
const bodyOf = ({ body = '' }: { body?: string }) => JSON.parse(body)

test('hands the request on, with the id that API Gateway gave it and without the secret', async () => {
  const result = await handler(event({ rawQueryString: 'a=1&b=%20' }))

  expect(result).toMatchObject({ statusCode: 200, isBase64Encoded: false })
  expect(bodyOf(result)).toMatchObject({
    url: 'https://api.example.com/graphql?a=1&b=%20',
    method: 'POST',
    headers: { 'x-tenant': 'acme', 'x-request-id': 'request-1' },
    body: '{"query":"{ä}"}',
  })
  expect(bodyOf(result).headers).not.toHaveProperty('x-origin-secret')
})

test('decodes a body that API Gateway encoded', async () => {
  const body = Buffer.from('{"query":"{ä}"}').toString('base64')
  const result = await handler(event({ body, isBase64Encoded: true }))
  expect(bodyOf(result).body).toBe('{"query":"{ä}"}')
})

test('encodes a compressed answer', async () => {
  const bytes = new Uint8Array([0, 255, 128])
  const app = async () => new Response(bytes, { headers: { 'content-encoding': 'br' } })

  const result = await toLambda(app, { originSecret: [NEW] })(event())

  expect(result.isBase64Encoded).toBe(true)
  expect(Buffer.from(result.body ?? '', 'base64')).toEqual(Buffer.from(bytes))
})

describe('the secret of the origin', () => {
  test.each([
    ['the old one while it is rotated', OLD],
    ['the new one', NEW],
  ])('admits %s', async (_, secret) => {
    const result = await handler(event({ headers: { 'x-origin-secret': secret } }))
    expect(result.statusCode).toBe(200)
  })

  test.each([
    ['none', {}],
    ['an empty one', { 'x-origin-secret': '' }],
    ['another one', { 'x-origin-secret': 'x'.repeat(32) }],
    ['a prefix', { 'x-origin-secret': NEW.slice(1) }],
    ['both at once', { 'x-origin-secret': `${OLD} ${NEW}` }],
    ['one outside ASCII', { 'x-origin-secret': 'ñ'.repeat(32) }],
  ])('refuses %s, and asks nobody', async (_, headers) => {
    echo.mockClear()

    const result = await handler(event({ headers }))

    expect(result).toMatchObject({ statusCode: 403, headers: { 'x-request-id': 'request-1' } })
    expect(echo).not.toHaveBeenCalled()
  })
})

describe('the address of the client', () => {
  const CLOUDFRONT = '130.176.0.1'
  const seen = async (forwardedFor: string | undefined) => {
    const { requestContext } = event()
    const http = { ...requestContext.http, sourceIp: CLOUDFRONT }
    const headers = { 'x-origin-secret': NEW, 'x-forwarded-for': forwardedFor }
    const result = await handler(event({ headers, requestContext: { ...requestContext, http } }))
    return bodyOf(result).headers['x-forwarded-for']
  }

  test.each([
    ['what CloudFront added, before what API Gateway added', `203.0.113.9, ${CLOUDFRONT}`],
    ['also if API Gateway adds nothing', '203.0.113.9'],
    ['whatever the client says itself', `10.0.0.1, 203.0.113.9, ${CLOUDFRONT}`],
    ['also if it says the address of CloudFront', `${CLOUDFRONT}, 203.0.113.9, ${CLOUDFRONT}`],
    ['also if it says very much', `${'10.0.0.1, '.repeat(99)}203.0.113.9,${CLOUDFRONT}`],
  ])('is %s', async (_, forwardedFor) => {
    expect(await seen(forwardedFor)).toBe('203.0.113.9')
  })

  test.each([undefined, '', CLOUDFRONT, `203.0.113.9, not-an-address, ${CLOUDFRONT}`])(
    'is not known from %j',
    async (forwardedFor) => {
      expect(await seen(forwardedFor)).toBeUndefined()
    },
  )

  test('of version 6 is one as well', async () => {
    expect(await seen(`2001:db8::7, ${CLOUDFRONT}`)).toBe('2001:db8::7')
  })
})

test.each([
  ['a header outside Latin-1', { headers: { 'x-origin-secret': NEW, 'x-tenant': '租户' } }],
  ['a header with a line break', { headers: { 'x-origin-secret': NEW, 'x-tenant': 'a\r\nb: c' } }],
  ['a path that is no path', { rawPath: ':::' }],
])('answers 400 to %s', async (_, changes) => {
  const result = await handler(event(changes))
  expect(result).toMatchObject({ statusCode: 400, headers: { 'x-request-id': 'request-1' } })
})
