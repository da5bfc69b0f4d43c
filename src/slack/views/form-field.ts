/** Its fields: block and action of each are called so. */
export type FormField = 'operation' | 'channel' | 'label' | 'location' | 'subscription' | 'tell';
