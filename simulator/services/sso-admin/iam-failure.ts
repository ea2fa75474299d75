/** What IAM refused Identity Center, as the reason of a failed request shows it (facts 3.5). */
export function iamFailure(status: number, code: string, message: string, requestId: string): string {
  return `Received a ${status} status error: ${message} (Service: AmazonIdentityManagement; Status Code: ${status}; Error Code: ${code}; Request ID: ${requestId}; Proxy: null)`;
}
