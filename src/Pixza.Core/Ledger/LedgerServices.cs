using Microsoft.Extensions.DependencyInjection;

namespace Pixza.Core.Ledger;

public static class LedgerServices
{
    public static IServiceCollection AddLedger(this IServiceCollection services) => services
        .AddSingleton<CreditLedger>()
        .AddSingleton<LedgerStatement>()
        .AddSingleton<LedgerVerifier>();
}
