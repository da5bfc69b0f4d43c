import type { Remedy, RemedyTable } from './remedy.ts';

const LEARN = 'https://learn.microsoft.com/azure';
const DEPLOYMENT = `${LEARN}/azure-resource-manager/troubleshooting/common-deployment-errors`;

const quota: Remedy = {
  means: 'The operation goes beyond a quota of the subscription, resource group or region.',
  attempt: 'Ask for a higher quota in the portal, or use less of what is short.',
  link: `${LEARN}/azure-resource-manager/troubleshooting/error-resource-quota`,
};

const disabledSubscription: Remedy = {
  means: 'The subscription is disabled, and takes no changes.',
  attempt: 'Find out why the subscription is disabled, and have it reactivated.',
  link: `${LEARN}/cost-management-billing/manage/subscription-disabled`,
};

/** What Azure Resource Manager answers. */
export const resourceManagerRemedies: RemedyTable = {
  SkuNotAvailable: {
    means: 'This size is not available to the subscription in this region or zone.',
    attempt: 'Choose another size, zone or region.',
    link: `${LEARN}/azure-resource-manager/troubleshooting/error-sku-not-available`,
  },
  AllocationFailed: {
    means: 'The region has no capacity left for this size.',
    attempt: 'Try again later, or choose another size.',
    link: DEPLOYMENT,
  },
  QuotaExceeded: quota,
  ResourceQuotaExceeded: quota,
  RegionDoesNotAllowProvisioning: {
    means: 'The subscription may not create resources in this region.',
    attempt: 'Use another region, or ask Azure for access to this one.',
    link: DEPLOYMENT,
  },
  AnotherOperationInProgress: {
    means: 'Another operation was still under way on the same resource.',
    attempt: 'Wait until it is over, and start again.',
    link: DEPLOYMENT,
  },
  AuthorizationFailed: {
    means: 'Whoever started the operation lacks a role that it needs.',
    attempt: 'Check the role assignments on the resource that the error names.',
    link: DEPLOYMENT,
  },
  RequestDisallowedByPolicy: {
    means: 'An Azure policy forbids the operation.',
    attempt: 'Look up the policy that the error names, and start again in a way that it allows.',
    link: `${LEARN}/azure-resource-manager/troubleshooting/error-policy-requestdisallowedbypolicy`,
  },
  ScopeLocked: {
    means: 'A lock on the resource, its group or the subscription forbids the change.',
    attempt: 'Have the lock removed for as long as the operation takes.',
    link: `${LEARN}/azure-resource-manager/management/lock-resources`,
  },
  ResourceGroupBeingDeleted: {
    means: 'The resource group is just being deleted.',
    attempt: 'Wait until it is gone, or use another resource group.',
    link: DEPLOYMENT,
  },
  ResourceGroupNotFound: {
    means: 'There is no resource group of that name in the subscription.',
    attempt: 'Check the name of the resource group, and the subscription.',
    link: DEPLOYMENT,
  },
  StorageAccountNotFound: {
    means: 'There is no such storage account.',
    attempt: 'Check its name, resource group and subscription.',
    link: DEPLOYMENT,
  },
  SubnetIsFull: {
    means: 'The subnet has no addresses left.',
    attempt: 'Free addresses in the subnet, or use another one.',
    link: DEPLOYMENT,
  },
  MissingSubscriptionRegistration: {
    means: 'The subscription is not registered for the service.',
    attempt: 'Register the resource provider that the error names, and start again.',
    link: `${LEARN}/azure-resource-manager/troubleshooting/error-register-resource-provider`,
  },
  SubscriptionRequestsThrottled: {
    means: 'The subscription sent more requests than Azure Resource Manager takes.',
    attempt: 'Wait a while, and start again.',
    link: DEPLOYMENT,
  },
  ReadOnlyDisabledSubscription: disabledSubscription,
  SubscriptionDisabled: disabledSubscription,
};
