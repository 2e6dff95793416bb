import { resolve } from 'node:path'
import * as pulumi from '@pulumi/pulumi'
import { environmentOf } from './environments.ts'
import type { Environment } from './environments.ts'

/** Everything that differs between two stacks. */
export interface Config {
  environment: Environment
  oktaIssuer: string
  oktaAudience: string
  oktaRootClientId: string
  oktaOrigins: string[]
  oktaGroupClaim: string
  oktaSharedClientGroups: string
  corsOrigins: string[]
  /** The tenant of front ends that send no `x-tenant`; empty: they are refused. */
  defaultTenant: string
  originSecretGeneration: number
  /** A host name of the company's own, with its certificate in us-east-1. */
  domain?: { name: string; certificateArn: string }
  /** The folders that `yarn build` made. */
  apiFolder: string
  adminFolder: string
}

const built = (folder: string) => resolve(import.meta.dirname, '../apps', folder)
const words = (text: string) => text.split(/[\s,]+/).filter(Boolean)

/** Reads the stack's configuration; what a deployment must not guess has no default. */
export function readConfig(): Config {
  const config = new pulumi.Config()
  const oktaIssuer = config.require('oktaIssuer')
  return {
    environment: environmentOf(pulumi.getStack()),
    oktaIssuer,
    oktaAudience: config.require('oktaAudience'),
    oktaRootClientId: config.require('oktaRootClientId'),
    oktaOrigins: words(config.get('oktaOrigins') || new URL(oktaIssuer).origin),
    oktaGroupClaim: config.get('oktaGroupClaim') || 'tenantry_groups',
    oktaSharedClientGroups: config.get('oktaSharedClientGroups') || 'qualified',
    corsOrigins: words(config.get('corsOrigins') ?? ''),
    defaultTenant: config.get('defaultTenant') ?? '',
    originSecretGeneration: config.getNumber('originSecretGeneration') ?? 1,
    domain: domainOf(config),
    apiFolder: config.get('apiFolder') ?? built('api/dist'),
    adminFolder: config.get('adminFolder') ?? built('admin/dist'),
  }
}

function domainOf(config: pulumi.Config): Config['domain'] {
  const name = config.get('domainName')
  return name === undefined ? undefined : { name, certificateArn: config.require('certificateArn') }
}
