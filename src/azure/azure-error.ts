/** What every error of this folder is. Its message is fit for people: bounded and free of secrets. */
export class AzureError extends Error {
  override readonly name: string = 'AzureError';
}
