import { readdirSync, readFileSync } from 'node:fs'
import { extname, join, relative, sep } from 'node:path'
import * as aws from '@pulumi/aws'
import * as pulumi from '@pulumi/pulumi'
import type { Environment } from '../environments.ts'
import { contentSecurityPolicy } from './csp.ts'

export interface SiteArgs {
  environment: Environment
  /** The folder that `yarn build` made of the admin. */
  adminFolder: string
  /** What the admin reads from `/config.json` before it starts. */
  adminConfig: { rootAppClientId: string; environment: string }
  oktaOrigins: readonly string[]
  api: {
    domainName: pulumi.Input<string>
    paths: readonly string[]
    /** Goes with every request to the API, so that it can tell those that came round the edge. */
    secret: pulumi.Input<string>
  }
  domain?: { name: string; certificateArn: string }
}

/** AWS-managed policies have the same ids in every account. */
const CACHING_OPTIMIZED = '658327ea-f89d-4fab-a63d-7e88639e58f6'
const CACHING_DISABLED = '4135ea2d-6df8-44a3-9df3-4b5a84be39ad'
const ALL_VIEWER_EXCEPT_HOST_HEADER = 'b689b0a8-53d0-40ab-baf2-68738e2966ac'

const ALL_METHODS = ['GET', 'HEAD', 'OPTIONS', 'PUT', 'POST', 'PATCH', 'DELETE']
const READ_METHODS = ['GET', 'HEAD']

const IMMUTABLE = 'public, max-age=31536000, immutable'
const REVALIDATED = 'public, max-age=0, must-revalidate'

const CONTENT_TYPES: Readonly<Record<string, string>> = {
  '.css': 'text/css; charset=utf-8',
  '.html': 'text/html; charset=utf-8',
  '.ico': 'image/x-icon',
  '.jpg': 'image/jpeg',
  '.js': 'text/javascript; charset=utf-8',
  '.json': 'application/json',
  '.map': 'application/json',
  '.png': 'image/png',
  '.svg': 'image/svg+xml',
  '.txt': 'text/plain; charset=utf-8',
  '.webmanifest': 'application/manifest+json',
  '.webp': 'image/webp',
  '.woff': 'font/woff',
  '.woff2': 'font/woff2',
}

/** The admin's files and the API on one origin, behind one distribution. */
export class Site extends pulumi.ComponentResource {
  readonly url: pulumi.Output<string>

  constructor(name: string, args: SiteArgs, opts?: pulumi.ComponentResourceOptions) {
    super('tenantry:Site', name, {}, opts)
    const bucket = this.#privateBucket(name, args)
    this.#upload(name, bucket, args)
    const distribution = new aws.cloudfront.Distribution(
      `${name}-distribution`,
      {
        enabled: true,
        isIpv6Enabled: true,
        httpVersion: 'http2and3',
        priceClass: 'PriceClass_100',
        origins: [this.#bucketOrigin(name, bucket), apiOrigin(args)],
        ...this.#behaviors(name, args),
        restrictions: { geoRestriction: { restrictionType: 'none' } },
        ...viewerCertificate(args.domain),
      },
      { parent: this },
    )
    this.#permit(name, bucket, distribution)
    this.url = args.domain
      ? pulumi.output(`https://${args.domain.name}`)
      : pulumi.interpolate`https://${distribution.domainName}`
    this.registerOutputs({ url: this.url })
  }

  #privateBucket(name: string, { environment: { keepData } }: SiteArgs): aws.s3.Bucket {
    const parent = { parent: this }
    const bucket = new aws.s3.Bucket(
      `${name}-files`,
      // The chunks of earlier deployments are in it, too: nothing else would empty it.
      { forceDestroy: !keepData },
      { parent: this, protect: keepData, retainOnDelete: keepData },
    )
    new aws.s3.BucketServerSideEncryptionConfiguration(
      `${name}-files-encryption`,
      {
        bucket: bucket.bucket,
        rules: [{ applyServerSideEncryptionByDefault: { sseAlgorithm: 'AES256' } }],
      },
      parent,
    )
    new aws.s3.BucketPublicAccessBlock(
      `${name}-files-access`,
      {
        bucket: bucket.bucket,
        blockPublicAcls: true,
        blockPublicPolicy: true,
        ignorePublicAcls: true,
        restrictPublicBuckets: true,
      },
      parent,
    )
    return bucket
  }

  #upload(name: string, bucket: aws.s3.Bucket, { adminFolder, adminConfig }: SiteArgs): void {
    const keys = filesIn(adminFolder)
    const upload = (key: string, opts: pulumi.CustomResourceOptions) =>
      new aws.s3.BucketObjectv2(
        `${name}/${key}`,
        {
          bucket: bucket.bucket,
          key,
          source: new pulumi.asset.FileAsset(join(adminFolder, key)),
          contentType: CONTENT_TYPES[extname(key)] ?? 'application/octet-stream',
          cacheControl: key.startsWith('assets/') ? IMMUTABLE : REVALIDATED,
        },
        { parent: this, ...opts },
      )
    const files = keys
      .filter((key) => key !== 'index.html')
      // A tab that is open during a deployment still asks for the chunks it was built with.
      .map((key) => upload(key, { retainOnDelete: key.startsWith('assets/') }))
    const config = new aws.s3.BucketObjectv2(
      `${name}/config.json`,
      {
        bucket: bucket.bucket,
        key: 'config.json',
        content: JSON.stringify(adminConfig),
        contentType: 'application/json',
        cacheControl: 'no-store',
      },
      { parent: this },
    )
    // Last: whoever gets the new page must find all that it names.
    upload('index.html', { dependsOn: [...files, config] })
  }

  #bucketOrigin(name: string, bucket: aws.s3.Bucket) {
    const accessControl = new aws.cloudfront.OriginAccessControl(
      `${name}-access`,
      {
        originAccessControlOriginType: 's3',
        signingBehavior: 'always',
        signingProtocol: 'sigv4',
      },
      { parent: this },
    )
    return {
      originId: 'admin',
      domainName: bucket.bucketRegionalDomainName,
      originAccessControlId: accessControl.id,
    }
  }

  #behaviors(name: string, args: SiteArgs) {
    const responseHeadersPolicyId = this.#headersPolicy(name, args.oktaOrigins).id
    const router = new aws.cloudfront.Function(
      `${name}-router`,
      {
        runtime: 'cloudfront-js-2.0',
        publish: true,
        code: readFileSync(join(import.meta.dirname, 'spa-router.js'), 'utf8'),
      },
      { parent: this },
    )
    return {
      defaultCacheBehavior: {
        targetOriginId: 'admin',
        viewerProtocolPolicy: 'redirect-to-https',
        allowedMethods: READ_METHODS,
        cachedMethods: READ_METHODS,
        compress: true,
        cachePolicyId: CACHING_OPTIMIZED,
        responseHeadersPolicyId,
        functionAssociations: [{ eventType: 'viewer-request', functionArn: router.arn }],
      },
      orderedCacheBehaviors: args.api.paths.map((pathPattern) => ({
        pathPattern,
        targetOriginId: 'api',
        viewerProtocolPolicy: 'https-only',
        allowedMethods: ALL_METHODS,
        cachedMethods: READ_METHODS,
        compress: false, // the API compresses its answers itself
        cachePolicyId: CACHING_DISABLED,
        originRequestPolicyId: ALL_VIEWER_EXCEPT_HOST_HEADER,
        responseHeadersPolicyId,
      })),
    }
  }

  #headersPolicy(name: string, oktaOrigins: readonly string[]) {
    return new aws.cloudfront.ResponseHeadersPolicy(
      `${name}-headers`,
      {
        securityHeadersConfig: {
          contentSecurityPolicy: {
            contentSecurityPolicy: contentSecurityPolicy(oktaOrigins),
            override: true,
          },
          strictTransportSecurity: {
            accessControlMaxAgeSec: 63_072_000,
            includeSubdomains: true,
            override: true,
          },
          contentTypeOptions: { override: true },
          frameOptions: { frameOption: 'DENY', override: true },
          referrerPolicy: { referrerPolicy: 'strict-origin-when-cross-origin', override: true },
        },
        customHeadersConfig: {
          items: [
            {
              header: 'permissions-policy',
              value: 'camera=(), geolocation=(), microphone=(), payment=(), usb=()',
              override: true,
            },
          ],
        },
      },
      { parent: this },
    )
  }

  #permit(name: string, bucket: aws.s3.Bucket, distribution: aws.cloudfront.Distribution): void {
    const Statement = [
      {
        Effect: 'Allow',
        Principal: { Service: 'cloudfront.amazonaws.com' },
        Action: 's3:GetObject',
        Resource: pulumi.interpolate`${bucket.arn}/*`,
        // Without it, any distribution of any account could read the bucket.
        Condition: { StringEquals: { 'AWS:SourceArn': distribution.arn } },
      },
      {
        Effect: 'Deny',
        Principal: '*',
        Action: 's3:*',
        Resource: [bucket.arn, pulumi.interpolate`${bucket.arn}/*`],
        Condition: { Bool: { 'aws:SecureTransport': 'false' } },
      },
    ]
    new aws.s3.BucketPolicy(
      `${name}-files-policy`,
      {
        bucket: bucket.bucket,
        policy: pulumi.jsonStringify({ Version: '2012-10-17', Statement }),
      },
      { parent: this },
    )
  }
}

function apiOrigin({ api }: SiteArgs) {
  return {
    originId: 'api',
    domainName: api.domainName,
    customHeaders: [{ name: 'x-origin-secret', value: api.secret }],
    customOriginConfig: {
      httpPort: 80,
      httpsPort: 443,
      originProtocolPolicy: 'https-only',
      originSslProtocols: ['TLSv1.2'],
      originReadTimeout: 30,
    },
  }
}

/** CloudFront's own certificate leaves the least TLS version to CloudFront; a domain sets it here. */
function viewerCertificate(domain: SiteArgs['domain']) {
  if (!domain) return { viewerCertificate: { cloudfrontDefaultCertificate: true } }
  return {
    aliases: [domain.name],
    viewerCertificate: {
      acmCertificateArn: domain.certificateArn,
      minimumProtocolVersion: 'TLSv1.2_2021',
      sslSupportMethod: 'sni-only',
    },
  }
}

function filesIn(folder: string): string[] {
  const keys = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)).replaceAll(sep, '/'))
    // What a build notes for other tools, such as .vite/manifest.json, is nobody's to download.
    .filter((key) => !/(^|\/)\./.test(key))
    .sort()
  if (!keys.includes('index.html'))
    throw new Error(`There is no index.html in ${folder}: build the admin first (yarn build).`)
  return keys
}
