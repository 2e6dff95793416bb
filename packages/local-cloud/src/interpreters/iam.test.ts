import { expect, test } from 'vitest'
import { ACCOUNT } from '../computed.ts'
import { allows, Policy } from './iam.ts'
import type { Access } from './iam.ts'

const read = { action: 's3:GetObject', resource: 'arn:aws:s3:::files/index.html' }
const cloudFront = {
  ...read,
  service: 'cloudfront.amazonaws.com',
  source: 'arn:aws:cloudfront::1:distribution/A',
}
const policy = (...Statement: object[]) => [Policy.parse({ Version: '2012-10-17', Statement })]
const letIn = {
  Effect: 'Allow',
  Principal: { Service: 'cloudfront.amazonaws.com' },
  Action: 's3:GetObject',
  Resource: 'arn:aws:s3:::files/*',
  Condition: { StringEquals: { 'AWS:SourceArn': cloudFront.source } },
}
const keepPlainTextOut = {
  Effect: 'Deny',
  Principal: '*',
  Action: 's3:*',
  Resource: ['arn:aws:s3:::files', 'arn:aws:s3:::files/*'],
  Condition: { Bool: { 'aws:SecureTransport': 'false' } },
}

test.each<[string, Access, boolean]>([
  ['the service, resource and source that a statement names', cloudFront, true],
  [
    'another distribution',
    { ...cloudFront, source: 'arn:aws:cloudfront::1:distribution/B' },
    false,
  ],
  ['another service', { ...cloudFront, service: 'lambda.amazonaws.com' }, false],
  ['another action', { ...cloudFront, action: 's3:PutObject' }, false],
  ['another bucket', { ...cloudFront, resource: 'arn:aws:s3:::others/index.html' }, false],
  ['a role', read, false],
  ['what is denied, though it is allowed', { ...cloudFront, secure: false }, false],
])('%s', (_, access, allowed) => {
  expect(allows(policy(letIn, keepPlainTextOut), access)).toBe(allowed)
})

test('a denial that does not apply allows nothing', () => {
  expect(allows(policy(keepPlainTextOut), cloudFront)).toBe(false)
})

test.each([
  [ACCOUNT, true],
  ['111111111111', false],
])('a service asks on behalf of this account: for %s it is %s', (account, allowed) => {
  const trust = policy({
    ...letIn,
    Condition: { StringEquals: { 'aws:SourceAccount': account } },
  })

  expect(allows(trust, cloudFront)).toBe(allowed)
})

test.each([
  ['a condition', { Condition: { IpAddress: { 'aws:SourceIp': '10.0.0.0/8' } } }],
  ['an exception', { NotAction: 's3:GetObject' }],
  ['an effect', { Effect: 'Perhaps' }],
])('%s that nobody reads here is refused', (_, part) => {
  expect(() => policy({ ...letIn, ...part })).toThrow()
})
