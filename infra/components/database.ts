import * as aws from '@pulumi/aws'
import * as pulumi from '@pulumi/pulumi'
import type { Environment } from '../environments.ts'

/** The one table of the installation. */
export class Database extends pulumi.ComponentResource {
  readonly table: aws.dynamodb.Table

  constructor(
    name: string,
    { keepData, pointInTimeRecovery }: Environment,
    opts?: pulumi.ComponentResourceOptions,
  ) {
    super('tenantry:Database', name, {}, opts)
    this.table = new aws.dynamodb.Table(
      `${name}-table`,
      {
        billingMode: 'PAY_PER_REQUEST',
        hashKey: 'PK',
        rangeKey: 'SK',
        attributes: [
          { name: 'PK', type: 'S' },
          { name: 'SK', type: 'S' },
        ],
        streamEnabled: true,
        streamViewType: 'NEW_AND_OLD_IMAGES',
        ttl: { attributeName: 'expiresAt', enabled: true },
        pointInTimeRecovery: { enabled: pointInTimeRecovery },
        serverSideEncryption: { enabled: true },
        deletionProtectionEnabled: keepData,
      },
      { parent: this, protect: keepData, retainOnDelete: keepData },
    )
    this.registerOutputs({ table: this.table })
  }
}
