using Microsoft.Extensions.DependencyInjection;

namespace Pixza.Core.Accounts;

public static class AccountsServices
{
    /// <summary>Accounts, sign-in and API keys, with the two loops that a node runs for its keys.</summary>
    public static IServiceCollection AddAccounts(this IServiceCollection services)
    {
        services.AddOptions<SignupOptions>().BindConfiguration(SignupOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        return services
            .AddSingleton<AccountDirectory>()
            .AddSingleton<AccountService>()
            .AddSingleton<AddressLimits>()
            .AddSingleton<ApiKeys>()
            .AddSingleton<KeyCache>()
            .AddSingleton<KeyRows>()
            .AddSingleton<KeyUses>()
            .AddSingleton<Passwords>()
            .AddSingleton<SignIns>()
            .AddSingleton<WebhookSecrets>()
            .AddHostedService<KeyChanges>()
            .AddHostedService(provider => provider.GetRequiredService<KeyUses>());
    }
}
